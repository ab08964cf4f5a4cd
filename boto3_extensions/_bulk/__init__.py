"""Operations on many resources at a time: calls, loading, waiting, their children."""
