"""What `occupancy doctor` says: Ukrainian and what to do, English and what to do."""

from __future__ import annotations

SUMMARY = {
    "uk": "Полагодити: %d, поглянути: %d.",
    "en": "To mend: %d, to look at: %d.",
}

UPGRADE_UK, UPGRADE_EN = "виконайте «occupancy db upgrade»", "run `occupancy db upgrade`"
RESTORE_UK = "не пишіть у базу; порядок дій: docs/operations/restore.md"
RESTORE_EN = "do not write to the database; what to do: docs/operations/restore.md"
WORKER_UK = "запустіть «occupancy worker» або systemctl start nichlih-worker"
WORKER_EN = "start `occupancy worker` or systemctl start nichlih-worker"

#: Code: found and next in Ukrainian, found and next in English.
FOUND: dict[str, tuple[str, str, str, str]] = {
    "database.away": (
        "База не відповідає", "перевірте OCCUPANCY_DATABASE_URL і чи працює сервер бази",
        "The database does not answer", "check OCCUPANCY_DATABASE_URL and the database server"),
    "database.old": (
        "Схема бази %(kept)s, потрібна %(newest)s", UPGRADE_UK,
        "Schema of the database %(kept)s, needed is %(newest)s", UPGRADE_EN),
    "database.good": (
        "База відповідає: %(kind)s, схема %(kept)s", "",
        "The database answers: %(kind)s, schema %(kept)s", ""),
    "writing.fails": (
        "У базу не вдається писати (%(kind)s)", "звільніть диск, перевірте права на базу",
        "The database cannot be written (%(kind)s)", "free the disk, check the rights"),
    "writing.good": ("У базу можна писати", "", "The database can be written", ""),
    "durable.off": (
        "База не чекає диска: %(name)s = %(told)s", "увімкніть; інакше підтверджене може зникнути",
        "The database does not wait for the disk: %(name)s = %(told)s",
        "switch it on, else what was acknowledged may be lost"),
    "durable.good": ("Підтверджене вже на диску", "", "What is acknowledged is on the disk", ""),
    "clock.own": ("Годинник бази той самий", "", "The database has the same clock", ""),
    "clock.apart": (
        "Годинники сервера й бази різняться на %(seconds)s с", "синхронізуйте обидва",
        "The clocks of server and database are %(seconds)s s apart", "synchronise both"),
    "clock.good": ("Годинники сервера й бази згодні", "", "Both clocks agree", ""),
    "clock.behind_log": (
        "Годинник сервера позаду останньої голови журналу", "увімкніть синхронізацію часу",
        "The server's clock is behind the newest head of the log", "synchronise the clock"),
    "printing.fails": (
        "Друк PDF не працює (%(kind)s)", "поставте libpango-1.0-0 libpangoft2-1.0-0"
        " libharfbuzz-subset0 libgomp1 fonts-dejavu-core",
        "Printing PDFs fails (%(kind)s)", "install libpango-1.0-0 libpangoft2-1.0-0"
        " libharfbuzz-subset0 libgomp1 fonts-dejavu-core"),
    "printing.good": ("Друк PDF працює", "", "Printing PDFs works", ""),
    "words.old": (
        "Не складено каталогів слів: %(number)s", "виконайте «python -m occupancy.web.catalogs»",
        "Catalogs of words not compiled: %(number)s", "run `python -m occupancy.web.catalogs`"),
    "words.good": ("Слова обох мов на місці", "", "The words of both languages are there", ""),
    "zones.missing": (
        "Немає даних про Europe/Kyiv", "поставте пакунок tzdata",
        "No data of Europe/Kyiv", "install the package tzdata"),
    "zones.wrong": (
        "Дані про Europe/Kyiv застарілі", "оновіть пакунок tzdata",
        "The data of Europe/Kyiv is outdated", "update the package tzdata"),
    "zones.good": ("Київський час відомий", "", "Kyiv's time is known", ""),
    "ntp.unknown": (
        "Не відомо, чи годинник синхронізовано", "увімкніть systemd-timesyncd або chrony",
        "It is not known whether the clock is synchronised", "use systemd-timesyncd or chrony"),
    "ntp.off": (
        "Годинник не синхронізовано", "timedatectl set-ntp true",
        "The clock is not synchronised", "timedatectl set-ntp true"),
    "ntp.good": ("Годинник синхронізовано", "", "The clock is synchronised", ""),
    "disk.full": (
        "Вільного місця лише %(gib)s ГіБ", "звільніть диск зараз: подання ось-ось спиняться",
        "Only %(gib)s GiB are free", "free the disk now: filings are about to stop"),
    "disk.little": (
        "Вільного місця %(gib)s ГіБ", "звільніть диск цими днями",
        "%(gib)s GiB are free", "free the disk in the next days"),
    "disk.good": ("Вільного місця %(gib)s ГіБ", "", "%(gib)s GiB are free", ""),
    "folder.written": (
        "У теку даних можуть писати інші (%(mode)s)", "chmod o-rwx на OCCUPANCY_DATA_DIR",
        "Others may write to the data folder (%(mode)s)", "chmod o-rwx OCCUPANCY_DATA_DIR"),
    "folder.read": (
        "Теку даних можуть читати інші (%(mode)s)", "chmod o-rwx на OCCUPANCY_DATA_DIR",
        "Others may read the data folder (%(mode)s)", "chmod o-rwx OCCUPANCY_DATA_DIR"),
    "folder.good": ("Тека даних закрита для інших", "", "The data folder is closed to others", ""),
    "settings.demo": (
        "Увімкнено демонстрацію", "для справжніх людей: OCCUPANCY_DEMO=0",
        "Demo mode is on", "for real people: OCCUPANCY_DEMO=0"),
    "settings.unsafe": (
        "Сервер не стартує: %(told)s", "виправте назване",
        "The server does not start: %(told)s", "mend what is named"),
    "settings.good": ("Налаштування безпечні", "", "The settings are safe", ""),
    "certificate.unknown": (
        "Сертифіката не названо", "задайте OCCUPANCY_CERTIFICATE, щоб знати його строк",
        "No certificate is named", "set OCCUPANCY_CERTIFICATE to know when it ends"),
    "certificate.unreadable": (
        "Сертифіката не вдається прочитати", "перевірте OCCUPANCY_CERTIFICATE і права на файл",
        "The certificate cannot be read", "check OCCUPANCY_CERTIFICATE and the rights of the file"),
    "certificate.over": (
        "Строк сертифіката минув %(day)s", "поновіть його зараз",
        "The certificate ended on %(day)s", "renew it now"),
    "certificate.soon": (
        "Сертифікат діє ще днів: %(days)s", "поновіть його",
        "The certificate holds for %(days)s more days", "renew it"),
    "certificate.good": (
        "Сертифікат діє ще днів: %(days)s", "", "The certificate holds for %(days)s more days", ""),
    "backup.unknown": (
        "Не відомо, де резервні копії", "задайте OCCUPANCY_BACKUP_DIR",
        "It is not known where backups lie", "set OCCUPANCY_BACKUP_DIR"),
    "backup.unreadable": (
        "Теку резервних копій не вдається прочитати", "перевірте OCCUPANCY_BACKUP_DIR і права",
        "The folder of backups cannot be read", "check OCCUPANCY_BACKUP_DIR and its rights"),
    "backup.none": (
        "Резервних копій немає", "виконайте «occupancy backup DIR»",
        "There is no backup", "run `occupancy backup DIR`"),
    "backup.old": (
        "Найновішій резервній копії годин: %(hours)s", "подивіться, чому таймер її не зробив",
        "The newest backup is %(hours)s hours old", "look why the timer made none"),
    "backup.good": (
        "Найновішій резервній копії годин: %(hours)s", "",
        "The newest backup is %(hours)s hours old", ""),
    "key.not_yet": (
        "Ключа журналу ще немає: його зробить перша голова", WORKER_UK,
        "There is no key of the log yet: the first head makes it", WORKER_EN),
    "key.missing": (
        "Немає ключа журналу", "поверніть файл OCCUPANCY_LOG_KEY з резервної копії",
        "The key of the log is missing", "bring OCCUPANCY_LOG_KEY back from a backup"),
    "key.open": (
        "Ключ журналу можуть прочитати інші (%(mode)s)", "chmod 600; вважайте його розкритим",
        "Others may read the key of the log (%(mode)s)", "chmod 600; take it as disclosed"),
    "key.unreadable": (
        "Ключа журналу не вдається прочитати", "перевірте файл OCCUPANCY_LOG_KEY",
        "The key of the log cannot be read", "check the file OCCUPANCY_LOG_KEY"),
    "key.other": (
        "Ключ не той, яким підписано добу журналу № %(epoch)s", "поверніть той ключ",
        "The key is not that of the log's epoch %(epoch)s", "bring that key back"),
    "key.good": ("Ключ журналу на місці", "", "The key of the log is in its place", ""),
    "heads.rewound": (
        "База старша за голови журналу поза нею", RESTORE_UK,
        "The database is older than the heads outside of it", RESTORE_EN),
    "heads.unreadable": (
        "Файлу голів не вдається прочитати", "перевірте OCCUPANCY_LOG_HEADS",
        "The file of heads cannot be read", "check OCCUPANCY_LOG_HEADS"),
    "heads.good": ("Журнал не вкорочено", "", "The log was not shortened", ""),
    "checkpoint.empty": ("Журнал порожній", "", "The log is empty", ""),
    "checkpoint.late": (
        "Записів без підписаної голови: %(number)s", WORKER_UK,
        "Entries without a signed head: %(number)s", WORKER_EN),
    "checkpoint.good": (
        "Остання голова № %(number)s, записів %(size)s", "",
        "Newest head %(number)s, entries %(size)s", ""),
    "worker.away": (
        "Фоновий процес не працює", WORKER_UK, "The background worker is away", WORKER_EN),
    "worker.failing": (
        "Не вдається робота: %(jobs)s", "подивіться рядки job_failed у журналі роботи",
        "Jobs fail: %(jobs)s", "look at the lines job_failed in the log"),
    "worker.good": ("Фоновий процес працює", "", "The background worker is there", ""),
    "witness.none": (
        "Журнал не має зовнішнього свідка", "задайте OCCUPANCY_WITNESS_FILE, _MAIL або _URL",
        "The log has no outside witness", "set OCCUPANCY_WITNESS_FILE, _MAIL or _URL"),
    "witness.waiting": (
        "Свідки ще не мають голови: %(channels)s", "перевірте адресу й мережу; «occupancy witness»",
        "Witnesses have no head yet: %(channels)s", "check the address; `occupancy witness`"),
    "witness.good": (
        "Свідків: %(number)s, востаннє %(day)s", "", "Witnesses: %(number)s, last on %(day)s", ""),
}  # fmt: skip
