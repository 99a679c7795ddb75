"""Operations on segments: one file a family, one table row an operation."""
