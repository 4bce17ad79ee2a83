"""Every page from fictional fixtures, so that it can be looked at empty, full, refused and broken without a case.

Mounted in DEBUG and in tests only. Names such as 张示例 and 李样本 are plainly fictional; no figure here is real.
"""
