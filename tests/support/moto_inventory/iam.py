"""Resources of iam that moto can make."""

from __future__ import annotations

from moto_inventory.making import (
    ASSUMED_BY_LAMBDA,
    CALLS,
    POLICY,
    Aws,
    Call,
    Made,
    makes,
)

CALLS.update(
    {
        "iam.Group": Call(
            "create_group",
            {"GroupName": "group", "Path": "/a/b/"},
            "Group.GroupName",
            "Group.Arn",
        ),
        "iam.InstanceProfile": Call(
            "create_instance_profile",
            {"InstanceProfileName": "profile", "Path": "/a/"},
            "InstanceProfile.InstanceProfileName",
            "InstanceProfile.Arn",
        ),
        "iam.OpenIDConnectProvider": Call(
            "create_open_id_connect_provider",
            {"Url": "https://example.org", "ThumbprintList": ["0" * 40]},
            "OpenIDConnectProviderArn",
            "OpenIDConnectProviderArn",
        ),
        "iam.Policy": Call(
            "create_policy",
            {"PolicyName": "policy", "Path": "/a/", "PolicyDocument": POLICY},
            "Policy.Arn",
            "Policy.Arn",
        ),
        "iam.Role": Call(
            "create_role",
            {
                "RoleName": "another",
                "Path": "/a/b/",
                "AssumeRolePolicyDocument": ASSUMED_BY_LAMBDA,
            },
            "Role.RoleName",
            "Role.Arn",
        ),
        "iam.SamlProvider": Call(
            "create_saml_provider",
            {"Name": "saml", "SAMLMetadataDocument": "a" * 1024},
            "SAMLProviderArn",
            "SAMLProviderArn",
        ),
        "iam.ServerCertificate": Call(
            "upload_server_certificate",
            {
                "ServerCertificateName": "certificate",
                "CertificateBody": "b",
                "PrivateKey": "k",
                "Path": "/a/",
            },
            "ServerCertificateMetadata.ServerCertificateName",
            "ServerCertificateMetadata.Arn",
        ),
        "iam.User": Call(
            "create_user",
            {"UserName": "user", "Path": "/a/"},
            "User.UserName",
            "User.Arn",
        ),
        "iam.VirtualMfaDevice": Call(
            "create_virtual_mfa_device",
            {"VirtualMFADeviceName": "device"},
            "VirtualMFADevice.SerialNumber",
            "VirtualMFADevice.SerialNumber",
        ),
    }
)


@makes("iam.MfaDevice")
def _(aws: Aws) -> Made:
    client = aws.client("iam")
    client.create_user(UserName="user")
    made = client.create_virtual_mfa_device(VirtualMFADeviceName="device")
    arn = made["VirtualMFADevice"]["SerialNumber"]
    client.enable_mfa_device(
        UserName="user",
        SerialNumber=arn,
        AuthenticationCode1="123456",
        AuthenticationCode2="654321",
    )
    return Made(["user", arn], arn)
