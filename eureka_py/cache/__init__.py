"""Ready-made answers, in two tiers as in Eureka."""

from eureka_py.cache.figures import CacheFigures, EntityFigures
from eureka_py.cache.key import CacheKey, Entity
from eureka_py.cache.response_cache import Answer, ResponseCache

__all__ = ["Answer", "CacheFigures", "CacheKey", "Entity", "EntityFigures", "ResponseCache"]
