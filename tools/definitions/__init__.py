"""Writes boto3_extensions/data from botocore's models and definitions/*.toml.

``words`` knows how AWS spells names, ``toml_file`` what a person wrote, ``service``
what botocore knows, ``types`` how a resource type is listed and loaded, ``placement``
where each operation goes, ``relations`` how types refer to each other, ``build`` the
JSON, ``coverage`` and ``propose`` the reports.
"""
