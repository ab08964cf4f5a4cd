"""AWS CLI's examples, replayed through the definitions.

The package awscli (Apache License 2.0) has them in ``awscli/examples``: a command line
and what AWS answered, for most operations, by those who made the services. It is
installed without its dependencies; all that is used of it is these files, its parser of
shorthand and its list of renamed options.
"""

from __future__ import annotations
