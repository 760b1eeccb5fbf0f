"""Criterion 4: every address of the program, asked by everybody, about one's own things, those of another desk and those that are not.

`table.py` lists every route with the lowest role that may come in; a route that it does not list fails the suite.
`twins.py` builds two desks that are alike, `walk.py` asks and compares. The tests: core/tests/test_routes.py.
"""
