"""Polish."""

from ..model import Text, Voice, angry, calm
from ..prose import exchanges, texts

VOICE = Voice(
    greetings=("Dzień dobry,", "Witam,", "Cześć,", "Szanowni Państwo,"),
    closings=("Pozdrawiam", "Z góry dziękuję", "Z poważaniem", "Dziękuję i pozdrawiam"),
    angry_closings=("Czekam na odpowiedź.", "Pozdrawiam"),
    agent_greetings=("Dzień dobry, {first},", "Cześć, {first},"),
    agent_openers=("Dziękujemy za wiadomość.", "Dziękuję za dokładny opis."),
    agent_apologies=("Rozumiem zdenerwowanie i już się tym zajmuję.",),
    agent_closings=(
        "W razie pytań wystarczy odpowiedzieć na tę wiadomość.",
        "Proszę dać znać, czy się udało.",
    ),
    agent_sign_offs=("Pozdrawiam,", "Z pozdrowieniami,"),
    holding=("Sprawę przekazuję do zespołu {team} ze wszystkimi szczegółami. Nie trzeba niczego powtarzać.",),
    chasers=("Czy coś już wiadomo?", "Nadal nie mam odpowiedzi, a problem trwa."),
    chase_replies=("Dziękuję za cierpliwość, powinniśmy byli odpisać wcześniej.",),
    thanks=("Super, bardzo dziękuję!", "Super, dzięki za szybką pomoc.", "Wszystko jasne, dziękuję."),
    welcome=("Bardzo proszę, miłego dnia!",),
    quote_header="W dniu {today} {agent} (Harbor Support) <support@harbor.example> pisze:",
    sent_from=("Wysłano z telefonu",),
    good_comments=("Szybko i miło.", "Pomoc na najwyższym poziomie."),
    bad_comments=("Za długo to trwało.",),
    jobs=("Sklep internetowy", "Tłumaczenie instrukcji", "Newsletter", "Montaż podcastu"),
)

TEXTS = {
    "withdrawal_pending": Text(
        subjects=("Wypłata nie dotarła", "Wypłata {payment_ref}", "Gdzie są moje pieniądze?"),
        openings=calm("""
            {date} poszła wypłata {amount} na konto w {bank} i do dziś nic nie przyszło. Zwykle trwa to dwa
            dni. Proszę o sprawdzenie.
            --
            To moja pierwsza wypłata, więc może niepotrzebnie się martwię. U Państwa jest status „wysłano”,
            a bank niczego nie widzi. Ile to zwykle trwa?
        """)
        + angry("""
            Od {days} dni czekam na {amount}. Klient zapłacił, prowizja pobrana, a pieniędzy nie ma. Co się
            dzieje?
        """),
        asks=exchanges("""
            Widzę, że {amount} opuściło saldo w dniu {date}. Proszę podać cztery ostatnie cyfry konta, na
            które miały trafić pieniądze.
            >>
            Ostatnie cyfry to {card}.
        """),
        fixes=texts("""
            Wypłata {payment_ref} wyszła od nas w dniu {date} i została przyjęta przez {bank}. Od tego
            momentu może to potrwać do czterech dni roboczych, czyli najpóźniej {soon}. Jeśli nie dotrze,
            proszę odpisać, a poproszę bank o wyjaśnienie.
            --
            Płatność czekała na rutynową kontrolę u naszego partnera i dziś została zwolniona. Z kontem jest
            wszystko w porządku. Pieniądze powinny być {soon}.
        """),
    ),
    "identity_check": Text(
        subjects=("Odrzucony dowód osobisty", "Weryfikacja tożsamości"),
        openings=calm("""
            Mój dowód został odrzucony, a w wiadomości jest tylko „nie można zweryfikować dokumentu”.
            Zdjęcie jest ostre, dokument ważny. Co mam zrobić inaczej?
            --
            Weryfikacja trwa od {date} i w tym czasie nie mogę wysyłać ofert. Ile to jeszcze potrwa?
        """),
        fixes=texts("""
            Przesyłanie jest znów otwarte przez 48 godzin. Najlepiej zrobić zdjęcie telefonem, z czterema
            rogami w kadrze i bez lampy nad dokumentem. Tym razem obejrzy je człowiek.
            --
            Dokument czekał na ręczne sprawdzenie. Jest już po sprawdzeniu, wszystko się zgadza i konto jest
            zweryfikowane. Przepraszam za stracone dni.
        """),
    ),
    "password_reset": Text(
        subjects=("Nie mogę się zalogować", "Nie przychodzi mail z hasłem"),
        openings=calm("""
            Nie pamiętam hasła i link zamawiam już kolejny raz, ale mail nie przychodzi. W spamie też go nie
            ma.
            --
            Konto jest zablokowane po zbyt wielu próbach. To moja wina, nowa klawiatura. Czy można je
            odblokować?
        """),
        fixes=texts("""
            Blokada jest zdjęta, a nowy link już wysłany. Jest ważny godzinę i działa tylko najnowszy.
            Nadawca to no-reply@harbor.example.
        """),
    ),
    "refund_request": Text(
        subjects=("Zwrot pieniędzy, umowa {contract_id}", "Praca nie została dostarczona"),
        openings=calm("""
            Za „{job}” zapłaciliśmy {amount}, a efekt jest daleki od ustaleń. Dwa razy prosiliśmy o
            poprawki. Jak uzyskać zwrot?
            --
            {other} nie odpowiada od {days} dni, a termin minął {date}. Jak odzyskać pieniądze?
        """),
        fixes=texts("""
            Po naszej rozmowie {other} zgadza się oddać połowę, czyli {half}. Pieniądze będą na karcie w
            ciągu pięciu dni roboczych, a pliki zostają u Państwa.
            --
            Otworzyliśmy sprawę i {other} ma czas na odpowiedź do {soon}. Do tego dnia kwota jest zablokowana.
        """),
    ),
}
