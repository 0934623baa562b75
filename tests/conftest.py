"""How all tests run: properties may take their time, and no server outlives its run."""

import os

from hypothesis import settings

settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")

os.environ["WHITEPAPER_SERVER_SECONDS"] = "0"
