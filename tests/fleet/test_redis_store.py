"""What RedisCredentialCache keeps, gives back and forgets, on a real Redis server."""

from __future__ import annotations

import redis


def test_there_is_a_redis(redis_client: redis.Redis) -> None:
    """And it is empty."""
    assert 0 == redis_client.dbsize()
