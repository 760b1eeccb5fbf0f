"""What the benches share: a real installation, meters on its processes, and clients outside of it."""
