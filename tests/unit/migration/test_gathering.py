from __future__ import annotations

from eureka_py.migration import migrate
from tests.unit.migration.importing import Folder

ON_PROD = """\
eureka.environment: all
---
spring.config.activate.on-profile: prod
eureka.environment: prod
"""


def environment(folder: Folder, text: str, *profiles: str, name: str = "application.yml") -> str:
    return folder.loaded(folder.migrated(name, text, *profiles)).config.server.environment


def test_a_document_counts_only_for_its_profile(folder: Folder) -> None:
    assert environment(folder, ON_PROD) == "all"
    assert environment(folder, ON_PROD, "test") == "all"
    assert environment(folder, ON_PROD, "prod") == "prod"
    assert environment(folder, ON_PROD, "test", "prod") == "prod"


def test_a_document_that_is_left_out_is_named_with_its_line(folder: Folder) -> None:
    account = folder.migrated("application.yml", ON_PROD).account
    assert account[0] == f"{folder.path}/application.yml:3: left out: it is for prod; --profile takes it"


def test_the_old_way_to_say_the_profile_works_too(folder: Folder) -> None:
    assert (
        environment(folder, ON_PROD.replace("spring.config.activate.on-profile", "spring.profiles"), "prod") == "prod"
    )
    listed = ON_PROD.replace("spring.config.activate.on-profile: prod", "spring.profiles: [eu, prod]")
    assert environment(folder, listed, "prod") == "prod"


def test_properties_files_have_documents_for_profiles_too(folder: Folder) -> None:
    text = "eureka.environment=all\n#---\nspring.config.activate.on-profile=prod\neureka.environment=prod\n"
    assert environment(folder, text, "prod", name="application.properties") == "prod"
    assert environment(folder, text, name="application.properties") == "all"


def test_without_a_profile_the_one_named_default_is_active(folder: Folder) -> None:
    assert environment(folder, ON_PROD.replace("on-profile: prod", "on-profile: default")) == "prod"


def test_a_profile_that_the_file_makes_active_is_active_unless_another_is_named(folder: Folder) -> None:
    text = "spring.profiles.active: prod\n" + ON_PROD
    assert environment(folder, text) == "prod"
    assert environment(folder, text, "test") == "all"
    assert "taken as if --profile prod were given" in "\n".join(folder.migrated("application.yml", text).account)


def test_the_file_beside_for_a_profile_is_read_and_wins(folder: Folder) -> None:
    folder.write("application-prod.yml", "eureka.environment: beside\n")
    assert environment(folder, ON_PROD, "prod") == "beside"
    assert environment(folder, ON_PROD) == "all"


def test_a_file_for_a_profile_that_is_named_itself_wins_whatever_the_order(folder: Folder) -> None:
    all_ = folder.write("application.yml", "eureka.environment: all\n")
    prod = folder.write("application-prod.yml", "eureka.environment: prod\n")
    for order in ([all_, prod], [prod, all_]):
        assert folder.loaded(migrate(order)).config.server.environment == "prod"


def test_a_file_for_another_profile_than_the_named_one_is_left_out(folder: Folder) -> None:
    all_ = folder.write("application.yml", "eureka.environment: all\n")
    prod = folder.write("application-prod.yml", "eureka.environment: prod\n")
    migration = migrate([all_, prod], ["test"])
    assert folder.loaded(migration).config.server.environment == "all"
    assert f"{prod}:1: left out: it is for the profile prod" in migration.account


def test_a_file_is_not_read_twice(folder: Folder) -> None:
    all_ = folder.write("application.yml", "a.b: 1\n")
    prod = folder.write("application-prod.yml", "a.c: 1\n")
    account = "\n".join(migrate([all_, prod], ["prod"]).account)
    assert account.count("a.c: not understood") == 1
