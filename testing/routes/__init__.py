"""Criterion 4: every address of the program, asked by everybody, about one's own things, those of another desk and those that are not.

`table.py` lists every page and form, `api_table.py` every call of the API, with the lowest role that may come in; one that is missing there
fails the suite.
`twins.py` builds two desks that are alike, `world.py` their people, `walk.py` asks and compares. Tests: core/tests/test_routes.py, test_api_routes.py.
"""
