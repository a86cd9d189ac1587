"""Discovery as one kind of EHR reads it."""

from collections.abc import Sequence

from cds.hooks import JsonObject, Service, discovery_document
from cds.profiles.profile import Profile


def discovery_for(profile: Profile, services: Sequence[Service]) -> JsonObject:
    """The answer to discovery: the services whose hooks the EHR calls, with the versions that it asks for."""
    versions = {str(hook): version for hook, version in profile.hook_versions.items()}
    return discovery_document(
        [
            one.model_copy(update={"hook_version": versions.get(one.hook, one.hook_version)})
            for one in services
            if is_offered(profile, one)
        ],
        version=profile.version,
    )


def is_offered(profile: Profile, service: Service) -> bool:
    """Whether the EHR calls the hook of a service."""
    return not profile.hooks or service.hook in profile.hooks
