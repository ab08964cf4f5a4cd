"""Resources of sagemaker that moto can make."""

from __future__ import annotations

from typing import Any

from moto_inventory.making import TAGS, Aws, Made, makes

_ROLE = "arn:aws:iam::123456789012:role/made"
_IMAGE = "123456789012.dkr.ecr.us-east-1.amazonaws.com/made:1"
_S3 = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://made"}}


def _make(kind: str, operation: str, **parameters: Any) -> None:
    """Enter a resource with its name in the request and its ARN in the answer."""

    @makes(f"sagemaker.{kind}")
    def _(aws: Aws) -> Made:
        given = {f"{kind}Name": "made", "Tags": TAGS, **parameters}
        answer = getattr(aws.client("sagemaker"), operation)(**given)
        return Made(["made"], answer[f"{kind}Arn"])


_make(
    "Model",
    "create_model",
    ExecutionRoleArn=_ROLE,
    PrimaryContainer={"Image": _IMAGE},
)
_make(
    "TrainingJob",
    "create_training_job",
    AlgorithmSpecification={"TrainingImage": _IMAGE, "TrainingInputMode": "File"},
    RoleArn=_ROLE,
    OutputDataConfig={"S3OutputPath": "s3://made"},
    ResourceConfig={
        "InstanceType": "ml.m5.large",
        "InstanceCount": 1,
        "VolumeSizeInGB": 1,
    },
    StoppingCondition={"MaxRuntimeInSeconds": 60},
)
_make(
    "ProcessingJob",
    "create_processing_job",
    ProcessingResources={
        "ClusterConfig": {
            "InstanceCount": 1,
            "InstanceType": "ml.m5.large",
            "VolumeSizeInGB": 1,
        }
    },
    AppSpecification={"ImageUri": _IMAGE},
    RoleArn=_ROLE,
)
_make(
    "TransformJob",
    "create_transform_job",
    ModelName="made",
    TransformInput={"DataSource": _S3},
    TransformOutput={"S3OutputPath": "s3://made"},
    TransformResources={"InstanceType": "ml.m5.large", "InstanceCount": 1},
)
_make(
    "NotebookInstance",
    "create_notebook_instance",
    InstanceType="ml.t2.medium",
    RoleArn=_ROLE,
)
_make("Experiment", "create_experiment")
_make("Trial", "create_trial", ExperimentName="made")
_make("TrialComponent", "create_trial_component")
_make(
    "ModelPackageGroup",
    "create_model_package_group",
    ModelPackageGroupDescription="made",
)
_make("ModelCard", "create_model_card", Content="{}", ModelCardStatus="Draft")
_make(
    "Pipeline",
    "create_pipeline",
    RoleArn=_ROLE,
    PipelineDefinition="{}",
    ClientRequestToken="x" * 32,
)


@makes("sagemaker.EndpointConfig")
def _(aws: Aws) -> Made:
    sagemaker = aws.client("sagemaker")
    sagemaker.create_model(
        ModelName="made", ExecutionRoleArn=_ROLE, PrimaryContainer={"Image": _IMAGE}
    )
    variant = {
        "VariantName": "all",
        "ModelName": "made",
        "InitialInstanceCount": 1,
        "InstanceType": "ml.t2.medium",
    }
    answer = sagemaker.create_endpoint_config(
        EndpointConfigName="made", ProductionVariants=[variant], Tags=TAGS
    )
    return Made(["made"], answer["EndpointConfigArn"])


@makes("sagemaker.PipelineExecution")
def _(aws: Aws) -> Made:
    sagemaker = aws.client("sagemaker")
    sagemaker.create_pipeline(
        PipelineName="made",
        RoleArn=_ROLE,
        PipelineDefinition="{}",
        ClientRequestToken="x" * 32,
    )
    answer = sagemaker.start_pipeline_execution(
        PipelineName="made", ClientRequestToken="x" * 32
    )
    arn = answer["PipelineExecutionArn"]
    return Made([arn], arn)
