"""What nnU-Net is asked to make: plans as its planner writes them, small, one for each thing that may differ."""

from __future__ import annotations

from typing import Any

CT = {
    "mean": 40.0,
    "std": 90.0,
    "percentile_00_5": -200.0,
    "percentile_99_5": 300.0,
    "median": 40.0,
    "min": -1,
    "max": 1,
}
CUBIC = {"is_seg": False, "order": 3, "order_z": 0, "force_separate_z": None}
LINEAR = {"is_seg": False, "order": 1, "order_z": 0, "force_separate_z": None}
TORCH = {"is_seg": False, "force_separate_z": None, "memefficient_seg_resampling": False}


def job(name: str, image: str, **changes: Any) -> dict[str, Any]:
    """A job for ``nnunet_peer.py``; ``changes`` replace what a plain 3-D CT model has."""
    patch = changes.get("patch", [16, 24, 24])
    dims = len(patch)
    one, two = [1] * dims, [2] * dims
    strides = changes.get("strides", [one, [1, 2, 2] if dims == 3 else two, two])
    network = changes.get("network", "PlainConvUNet")
    residual = "Residual" in network
    counts = "n_blocks_per_stage" if residual else "n_conv_per_stage"
    architecture = {
        "network_class_name": "dynamic_network_architectures.architectures.unet." + network,
        "arch_kwargs": {
            "n_stages": 3,
            "features_per_stage": [8, 12, 16],
            "conv_op": f"torch.nn.modules.conv.Conv{dims}d",
            "kernel_sizes": [[1, 3, 3] if dims == 3 else [3, 3], [3] * dims, [3] * dims],
            "strides": strides,
            counts: [1, 2, 2] if residual else [2, 2, 2],
            "n_conv_per_stage_decoder": [2, 1],
            "conv_bias": True,
            "norm_op": f"torch.nn.modules.instancenorm.InstanceNorm{dims}d",
            "norm_op_kwargs": {"eps": 1e-05, "affine": True},
            "dropout_op": None,
            "dropout_op_kwargs": None,
            "nonlin": "torch.nn.LeakyReLU",
            "nonlin_kwargs": {"inplace": True},
            **changes.get("arguments", {}),
        },
        "_kw_requires_import": [
            "conv_op",
            "norm_op",
            "dropout_op",
            "nonlin",
            *(["block"] if "arguments" in changes else []),
        ],
    }
    torch_way = changes.get("resampling") == "torch"
    function = "resample_torch_fornnunet" if torch_way else "resample_data_or_seg_to_shape"
    full = {
        "data_identifier": "nnUNetPlans_x",
        "preprocessor_name": "DefaultPreprocessor",
        "batch_size": 2,
        "patch_size": patch,
        "median_image_size_in_voxels": patch,
        "spacing": changes.get("spacing", [2.5, 1.2, 1.2]),
        "normalization_schemes": [changes.get("scheme", "CTNormalization")],
        "use_mask_for_norm": [changes.get("masked", False)],
        "resampling_fn_data": function,
        "resampling_fn_seg": function,
        "resampling_fn_data_kwargs": TORCH if torch_way else CUBIC,
        "resampling_fn_seg_kwargs": TORCH if torch_way else {**LINEAR, "is_seg": True},
        "resampling_fn_probabilities": function,
        "resampling_fn_probabilities_kwargs": TORCH if torch_way else LINEAR,
        "architecture": architecture,
        "batch_dice": True,
    }
    configuration = changes.get("configuration", "3d_fullres")
    forward = changes.get("transpose", [0, 1, 2])
    plans = {
        "dataset_name": "Dataset999_Made",
        "plans_name": "nnUNetPlans",
        "original_median_spacing_after_transp": [2.5, 1.2, 1.2],
        "original_median_shape_after_transp": patch,
        "image_reader_writer": changes.get("reader", "SimpleITKIO"),
        "transpose_forward": forward,
        "transpose_backward": [forward.index(a) for a in range(3)],
        # what a configuration inherits counts too
        "configurations": {"base": full, configuration: {"inherits_from": "base", "batch_size": 2}},
        "experiment_planner_used": "ExperimentPlanner",
        "label_manager": "LabelManager",
        "foreground_intensity_properties_per_channel": {"0": CT},
    }
    dataset = {
        "channel_names": changes.get("channels", {"0": "CT"}),
        "labels": {"background": 0, "ball": 1, "shell": 2},
        "numTraining": 12,
        "file_ending": ".nii.gz",
        "licence": "CC-BY-SA 4.0",
        "description": "Made for a test",
    }
    return {
        "name": name,
        "image": image,
        "plans": plans,
        "dataset": dataset,
        "configuration": configuration,
        "folds": changes.get("folds", [0]),
        "mirror": changes.get("mirror"),
        "mirroring": changes.get("mirroring", True),
    }
