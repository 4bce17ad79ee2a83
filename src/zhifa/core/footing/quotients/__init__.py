"""What is worked out by dividing: percentages, shares, growth, averages, the same amount in another unit."""
