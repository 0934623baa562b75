"""How all tests run: properties may take their time, whatever else the machine is doing."""

from hypothesis import settings

settings.register_profile("house", deadline=None, print_blob=True)
settings.load_profile("house")
