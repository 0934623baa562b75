"""From a transcript to codings: language, turns and themes, on spaCy."""
