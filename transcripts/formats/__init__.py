"""Readers: a file's bytes to the lines in it, one format family beside the other."""
