"""Pages that are pictures: found, set upright, ruled and read, with a doubt on every figure that two looks do not confirm."""
