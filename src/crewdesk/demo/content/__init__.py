"""The invented content of the sample desk Harbor: people, topics, conversations, files. Pure Python."""
