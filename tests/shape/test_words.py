"""Every sentence has both languages, and every plural all its forms."""

from occupancy.web import catalogs

UKRAINIAN_FORMS = 3
ENGLISH_FORMS = 2


def test_no_sentence_lacks_a_language():
    assert catalogs.untranslated() == []


def test_every_plural_has_all_forms_of_its_language():
    lacking = []
    for folder in catalogs.folders():
        for language, forms in (("uk", UKRAINIAN_FORMS), ("en", ENGLISH_FORMS)):
            path = folder / language / "LC_MESSAGES" / "messages.po"
            for message in catalogs.catalog(path) if path.exists() else ():
                if message.pluralizable and len([each for each in message.string if each]) != forms:
                    lacking.append(
                        f"{path.parent.parent.parent.parent.name}/{language}: {message.id}"
                    )
    assert lacking == []


def test_every_folder_of_words_knows_the_plurals_of_both_languages():
    # flask-babel takes the plural rule of the last folder: one without it would break them all.
    rules = {
        (folder.parent.name, language): catalogs.catalog(
            folder / language / "LC_MESSAGES" / "messages.po"
        ).num_plurals
        for folder in catalogs.folders()
        for language in catalogs.LANGUAGES
    }
    assert {count for (_, language), count in rules.items() if language == "uk"} == {
        UKRAINIAN_FORMS
    }
    assert {count for (_, language), count in rules.items() if language == "en"} == {ENGLISH_FORMS}
