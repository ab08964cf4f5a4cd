"""What a type checker must complain about: the lines that end so, and no others."""

from __future__ import annotations

import boto3

import boto3_extensions

rds = boto3.resource("rds", region_name="us-east-1")
orders = rds.DBInstance("orders")

boto3.resource("rdss")  # fault
rds.DBInstances("orders")  # fault
rds.DBInstance()  # fault
print(orders.enginee)  # fault
orders.reboot(ForceFailOver=True)  # fault
orders.wait_until_avaliable()  # fault
orders.arn.upper(1)  # fault
print(rds.db_instance)  # fault
boto3_extensions.parse_arn(1)  # fault
boto3_extensions.ConnectionManager().get_session()  # fault
orders.resource("kms_key_id").key_stat()  # fault
boto3_extensions.resource_from_arn("arn:aws:s3:::logs").nam()  # fault
boto3_extensions.tags_of(orders)["team"] = 1  # fault
