"""The sections of the settings: small frozen dataclasses, each of which refuses values that it cannot use."""
