"""Mutation testing by sample: small random changes, each of which a test should notice.

Why not mutmut or cosmic-ray: neither changes data, and half of this package is data;
neither draws a sample by a seed, and all changes would take weeks; mutmut 3 changes
functions alone, and wraps each, which the tests that look at signatures and frames
notice by itself; cosmic-ray runs one command for every change, in the checkout.
"""
