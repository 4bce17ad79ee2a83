"""What words say of numbers: 五类 before a list of six, 全部整改, stretches of time between two days."""
