"""Italian."""

from ..model import Text, Voice, angry, calm
from ..prose import exchanges, texts

VOICE = Voice(
    greetings=("Buongiorno,", "Salve,", "Ciao,", "Gentile assistenza,"),
    closings=("Grazie", "Cordiali saluti", "Grazie mille in anticipo", "Un saluto"),
    angry_closings=("Attendo risposta.", "Saluti"),
    agent_greetings=("Ciao {first},", "Buongiorno {first},"),
    agent_openers=("Grazie per averci scritto.", "Grazie del messaggio."),
    agent_apologies=("Capisco il fastidio e me ne occupo subito.",),
    agent_closings=(
        "Se qualcosa non è chiaro, basta rispondere a questo messaggio.",
        "Fammi sapere com'è andata.",
    ),
    agent_sign_offs=("Un caro saluto,", "Cordiali saluti,"),
    holding=texts("""
        Da qui non posso risolverlo fino in fondo, quindi passo il caso a {team} con tutti i dettagli.
    """),
    chasers=("Ci sono novità?", "Salve, qualcuno ha visto il mio messaggio?"),
    chase_replies=("Grazie per la pazienza, dovevamo rispondere prima.",),
    thanks=("Perfetto, grazie!", "Grazie mille {agent}, gentilissimi.", "Tutto chiaro, grazie."),
    welcome=("Di niente. Buona giornata!",),
    quote_header="Il {today} {agent} (Harbor Support) <support@harbor.example> ha scritto:",
    sent_from=("Inviato dal mio telefono",),
    good_comments=("Veloci e gentili.", "Risolto subito."),
    bad_comments=("Troppo tempo di attesa.",),
    jobs=("Negozio online", "Traduzione di un manuale", "Newsletter mensile", "Montaggio podcast"),
)

TEXTS = {
    "withdrawal_pending": Text(
        subjects=("Prelievo non arrivato", "Prelievo in sospeso", "Prelievo {payment_ref}"),
        openings=calm("""
            Il {date} ho chiesto un prelievo di {amount} verso {bank} e [non è ancora arrivato|risulta
            ancora in sospeso]. Di solito bastano due giorni. Potete controllare?
            --
            È il mio primo prelievo. Da voi risulta "inviato", in banca non vedono nulla. Quanto devo
            aspettare?
        """)
        + angry("""
            Sono {days} giorni che aspetto {amount}. Il cliente ha pagato, voi avete preso la commissione, e
            i miei soldi dove sono?
        """),
        asks=exchanges("""
            Vedo che {amount} sono usciti dal saldo il {date}. Mi confermi le ultime quattro cifre del conto?
            >>
            Le ultime quattro sono {card}.
        """),
        fixes=texts("""
            Ho controllato {payment_ref}: è partito il {date} e {bank} l'ha accettato. Da lì servono fino a
            quattro giorni lavorativi, quindi al più tardi il {soon}. Se non arriva, rispondi qui e apro una
            ricerca con la banca.
            --
            Il pagamento era fermo per un controllo di routine del nostro partner ed è stato sbloccato oggi.
            Non devi fare nulla; dovrebbe arrivare il {soon}.
        """),
    ),
    "identity_check": Text(
        subjects=("Documento rifiutato", "Verifica dell'identità"),
        openings=calm("""
            La mia carta d'identità è stata rifiutata [due volte|ieri] e c'è scritto solo "documento non
            verificabile". La foto è nitida. Cosa devo fare di diverso?
            --
            La verifica è "in corso" dal {date} e intanto non posso mandare proposte. Quanto ci vuole di
            solito?
        """),
        fixes=texts("""
            Ho riaperto il caricamento per 48 ore. Va meglio con la fotocamera del telefono, con tutti e
            quattro gli angoli nell'immagine e senza luce diretta. Questa volta lo guarda una persona.
            --
            Il documento aspettava un controllo manuale. L'ho appena fatto: è tutto a posto e il profilo è
            verificato. Scusa per i giorni persi.
        """),
    ),
    "password_reset": Text(
        subjects=("Non riesco ad accedere", "La mail per la password non arriva"),
        openings=calm("""
            Ho dimenticato la password e ho chiesto il link [tre|più] volte, ma la mail non arriva. Nemmeno
            nello spam.
            --
            L'account è bloccato per troppi tentativi. Ero io, con una tastiera nuova. Potete sbloccarlo?
        """),
        fixes=texts("""
            Ho tolto il blocco e inviato un nuovo link. Vale un'ora e funziona solo l'ultimo. Il mittente è
            no-reply@harbor.example.
        """),
    ),
    "refund_request": Text(
        subjects=("Rimborso contratto {contract_id}", "Lavoro non consegnato"),
        openings=calm("""
            Ho pagato {amount} il {date} per "{job}", ma il risultato è lontano da quello che avevamo
            concordato. Come posso chiedere un rimborso?
            --
            {other} non risponde da {days} giorni e la consegna era prevista per il {date}. Come recupero i
            soldi?
        """),
        fixes=texts("""
            Ho parlato con {other}: ti restituisce la metà, cioè {half}. La vedrai sulla carta entro cinque
            giorni lavorativi, e i file restano tuoi.
            --
            Ho aperto un caso e {other} ha tempo fino al {soon} per rispondere. Nel frattempo la somma è
            bloccata.
        """),
    ),
}
