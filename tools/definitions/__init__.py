"""The generator of boto3_extensions/data from botocore's models and definitions/*.toml.

``words`` knows how AWS spells names, ``toml_file`` what a person wrote, ``service``
what botocore knows, ``types`` and ``listing`` how a resource type is loaded and listed,
``placement`` and ``making`` where each operation goes and what it makes, ``relations``,
``references`` and ``waiters`` what types have of each other, ``tagging`` how all with
tags are tagged, ``paginators`` what botocore forgot, ``build`` the JSON, ``coverage``
and ``propose`` the reports.
"""
