"""Properties of Netflix's and Spring's servers that have no meaning here, and why not."""

from eureka_py.config.foreign.foreign import Foreign, all_foreign, foreign_named

__all__ = ["Foreign", "all_foreign", "foreign_named"]
