"""The post of the demo: a mail server that keeps what arrives, and customers who write."""
