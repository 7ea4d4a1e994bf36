"""What the commands of this package say, in both languages."""

WORDS = {
    "uk": {
        "saving": "Збережено рядків: {done} із {all}",
        "restoring": "Повернено рядків: {done} із {all}",
        "made": "Резервна копія: {folder}\n"
        "{size} МіБ; рядків {rows}, вкладень {files}; журнал: записів {log}, корінь {root}…",
        "key_apart": "Ключа підпису журналу в ній немає: бережіть його окремо. "
        "Хто має і базу, і ключ, міг би написати іншу історію.",
        "key_inside": "У ній є ключ підпису журналу: бережіть її так, як бережете ключ.",
        "found": "Копія {folder}\nзроблена {made}, версія {version}, схема {revision}; "
        "таблиць {tables}, рядків {rows}, вкладень {files}",
        "log": "Журнал {origin}: записів {size}, корінь, порахований наново: {root}",
        "other": "Не так, як сказано в описі копії: {what}: сказано {said}, є {found}",
        "broken": "Журнал у копії змінено: перший запис, що не сходиться, {seq}. "
        "Так було вже в базі, з якої зроблено копію.",
        "good": "Усе в копії таке, як сказано в її описі.",
        "ahead": "Журнал пішов далі за цю копію: опублікована точка {number} (епоха {epoch}) має "
        "на {count} записів більше. Повернення копії втратить записи {first}–{last} "
        "і все, що записано після тієї точки.",
        "replaces": "База {database} не порожня. Усе, що в ній є, буде замінено.",
        "type": "Щоб продовжити, введіть слово «{word}»",
        "word": "замінити",
        "left": "Нічого не змінено.",
        "restored": "Повернено. Журнал: записів {log}.",
        "prove": "{login}, пароль",
        "code": "{login}, код із телефона",
        "declared": "Повернення заявлено: запис {seq}, епоха {epoch} ({origin}). "
        "Сервер знову приймає.",
        "lost": "Втрачено записів: {count}, номери {first}–{last} журналу {lost_origin}, і ті, "
        "що були після останньої опублікованої точки. "
        "Заклади можуть повернути свої ночі за квитанціями.",
        "none_lost": "За опублікованими точками жодного запису не втрачено.",
        "declare": "Сервер поки лише показує й нічого не приймає: опублікований журнал довший. "
        "Двоє уповноважених заявляють повернення: occupancy audit declare-restore "
        "--by ЛОГІН --by ЛОГІН --reason …",
    },
    "en": {
        "saving": "{done} of {all} rows saved",
        "restoring": "{done} of {all} rows restored",
        "made": "Backup: {folder}\n"
        "{size} MiB; {rows} rows, {files} attachments; log: {log} entries, root {root}…",
        "key_apart": "The key that signs the log is not in it: keep that key elsewhere. "
        "Whoever has both database and key could write another history.",
        "key_inside": "The key that signs the log is in it: keep this backup as you keep the key.",
        "found": "Backup {folder}\nmade {made}, version {version}, schema {revision}; "
        "{tables} tables, {rows} rows, {files} attachments",
        "log": "Log {origin}: {size} entries, root worked out anew: {root}",
        "other": "Not as the backup says of itself: {what}: said {said}, found {found}",
        "broken": "The log in the backup was changed: the first entry that does not fit is {seq}. "
        "It was so in the database that the backup was made of.",
        "good": "Everything in the backup is as it says of itself.",
        "ahead": "The log went on after this backup: published head {number} (epoch {epoch}) has "
        "{count} more entries. Restoring loses entries {first}–{last} "
        "and all that was written after that head.",
        "replaces": "The database {database} is not empty. Everything in it will be replaced.",
        "type": 'To go on, type the word "{word}"',
        "word": "replace",
        "left": "Nothing was changed.",
        "restored": "Restored. Log: {log} entries.",
        "prove": "{login}, password",
        "code": "{login}, code of the phone",
        "declared": "Restore declared: entry {seq}, epoch {epoch} ({origin}). "
        "The server takes again.",
        "lost": "Entries lost: {count}, numbers {first}–{last} of the log {lost_origin}, and those "
        "after the last published head. Places to stay can bring their nights back by receipt.",
        "none_lost": "By the published heads no entry is lost.",
        "declare": "The server only shows and takes nothing yet: the published log is longer. "
        "Two people in charge declare the restore: occupancy audit declare-restore "
        "--by LOGIN --by LOGIN --reason …",
    },
}
