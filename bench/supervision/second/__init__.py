"""The second hand: faults and lawful cases by somebody who never read how the first were made."""
