"""What was said: transcripts and who speaks in them, read from any file a researcher has."""
