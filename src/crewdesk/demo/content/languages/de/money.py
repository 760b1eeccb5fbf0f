"""German: pay, contracts and what they cost."""

from ...model import Text, angry, calm, terse
from ...prose import exchanges, marked, texts

TEXTS = {
    "withdrawal_pending": Text(
        subjects=(
            "Auszahlung noch nicht da",
            "Wo bleibt mein Geld?",
            "Auszahlung {payment_ref}",
            "{amount} seit {date} ausstehend",
        ),
        openings=calm("""
            ich habe am {date} eine Auszahlung über {amount} auf mein Konto bei {bank} veranlasst. [Bisher
            ist nichts angekommen.|Auf dem Konto ist bis heute nichts.] Sonst dauert es höchstens zwei Tage.
            Können Sie bitte nachsehen?
            --
            meine Auszahlung {payment_ref} steht auf „gesendet“, meine Bank weiß aber von nichts. Sie wollte
            eine Referenznummer von mir. Ist das die richtige?
            --
            ich bin neu hier und das ist meine erste Auszahlung. Wie lange dauert so etwas normalerweise?
            Die {amount} sind seit dem {date} unterwegs.
        """)
        + angry("""
            seit {days} Tagen warte ich auf {amount}. Die Arbeit ist gemacht, der Kunde hat bezahlt, Ihre
            Gebühr ist abgezogen, nur mein Geld ist weg. Was ist da los?
        """)
        + terse("""
            Auszahlung {payment_ref} vom {date}, {amount}, nicht angekommen. Bitte prüfen.
        """),
        extras=marked("""
            Meine Bankdaten habe ich nicht geändert.
            --
            Einen Kontoauszug habe ich angehängt.
        """),
        asks=exchanges("""
            ich sehe, dass {amount} am {date} bei uns abgegangen sind. Können Sie mir bitte die letzten vier
            Stellen des Kontos nennen, auf das das Geld gehen soll?
            >>
            Die letzten vier Stellen sind {card}.
            >>
            {card}. Bei der Bank habe ich heute früh noch einmal angerufen, dort ist nichts zu sehen.
        """),
        fixes=texts("""
            ich habe {payment_ref} geprüft: Die Zahlung ist am {date} raus und wurde von {bank} angenommen.
            Von da an kann es bis zu vier Bankarbeitstage dauern. Spätestens am {soon} sollte das Geld da
            sein. Wenn nicht, antworten Sie kurz, dann lasse ich bei der Bank nachforschen.
            --
            die Zahlung lag zur Prüfung bei unserem Zahlungspartner und ist heute freigegeben worden. Mit
            Ihrem Konto ist alles in Ordnung, Sie müssen nichts tun. Die {amount} sind voraussichtlich am
            {soon} bei Ihnen.
        """),
        follow_ups=exchanges("""
            Danke! Gibt es für das nächste Mal einen schnelleren Weg?
            >>
            Ja, die Sofortauszahlung auf eine Karte. Sie dauert meist keine halbe Stunde und kostet etwas
            mehr. Einrichten können Sie sie unter Einstellungen > Auszahlung.
        """),
    ),
    "withdrawal_failed": Text(
        subjects=(
            "Auszahlung zurückgewiesen",
            "Meine Auszahlung ist zurückgekommen",
            "Bank lehnt Auszahlung ab",
        ),
        openings=calm("""
            laut Ihrer Mail wurde meine Auszahlung über {amount} „von der Empfängerbank zurückgegeben“. Das
            Konto ist dasselbe wie immer. Was muss ich ändern?
            --
            meine Bank heißt seit kurzem anders und ich habe eine neue IBAN bekommen. Eingetragen habe ich
            sie am {date}, seitdem scheitert jede Auszahlung.
        """)
        + terse("""
            Auszahlung {payment_ref} fehlgeschlagen. Grund?
        """),
        fixes=texts("""
            die Bank hat den Namen nicht wiedererkannt. Er muss Buchstabe für Buchstabe so eingetragen sein
            wie auf dem Kontoauszug, auch mit zweitem Vornamen. Ich habe Ihre Daten zum Ändern freigegeben,
            die Sperrfrist entfällt dieses Mal, und die Gebühr ist erstattet.
            --
            in der Kontonummer fehlt eine Stelle, das alte Formular hat das durchgehen lassen. Die {amount}
            sind wieder in Ihrem Guthaben. Bitte legen Sie das Konto mit der vollständigen IBAN neu an, dann
            klappt es.
        """),
    ),
    "card_declined": Text(
        subjects=(
            "Karte abgelehnt",
            "Zahlung für {contract_id} nicht möglich",
            "Vertrag pausiert wegen Zahlung",
        ),
        openings=calm("""
            unsere Firmenkarte mit der Endung {card} wurde am {date} abgelehnt, es ging um {amount}. Überall
            sonst funktioniert sie. Woran liegt das?
            --
            der Vertrag {contract_id} ist wegen eines Zahlungsproblems pausiert. Für {other} ist das gerade
            denkbar ungünstig. Ich habe eine zweite Karte hinterlegt, finde aber nicht, wo ich die Zahlung
            noch einmal anstoßen kann.
        """)
        + angry("""
            seit {years} Jahren zahlen wir pünktlich, und nun ist unsere Karte plötzlich „abgelehnt“. Die
            Bank sagt, bei ihr sei alles freigegeben. Bitte klären Sie das heute noch.
        """),
        asks=exchanges("""
            die Bank hat uns nur „nicht ausführen“ geantwortet. Könnten Sie dort fragen, ob Zahlungen ins
            Ausland im Internet für die Karte freigeschaltet sind?
            >>
            Waren sie nicht. Ich habe es jetzt freischalten lassen.
        """),
        fixes=texts("""
            ich habe die Zahlung über {amount} noch einmal ausgelöst, jetzt ging sie durch. Der Vertrag
            {contract_id} läuft wieder, und doppelt abgebucht wurde nichts.
            --
            bitte setzen Sie unter Einstellungen > Zahlungsarten die neue Karte als Hauptkarte und drücken
            Sie dann im roten Hinweis oben auf „Jetzt bezahlen“. Bis zum {soon} habe ich die Verträge
            trotzdem wieder freigegeben, damit niemand warten muss.
        """),
    ),
    "double_charge": Text(
        subjects=("Doppelte Abbuchung", "Zweimal belastet: {invoice_id}", "Bitte zweite Zahlung erstatten"),
        openings=calm("""
            auf unserer Abrechnung stehen für den {date} zwei Buchungen über {amount}, es gibt aber nur eine
            Rechnung ({invoice_id}). Bitte erstatten Sie eine davon.
            --
            beim Bezahlen hing die Seite, da habe ich noch einmal gedrückt. Jetzt sehe ich {amount} zweimal
            auf der Karte. War wohl mein Fehler, aber wie bekomme ich das Geld zurück?
        """)
        + terse("""
            2x {amount} am {date}, richtig wäre 1x.
        """),
        fixes=texts("""
            nur eine der beiden Buchungen ist echt. Die andere ist eine Vormerkung, die Ihre Bank nach dem
            abgebrochenen Versuch angelegt hat. Sie verschwindet von selbst, meist bis zum {soon}.
            --
            Sie haben recht, wir haben {amount} zweimal eingezogen, das tut mir leid. Die zweite Zahlung
            habe ich eben erstattet, Referenz {payment_ref}. Bis sie auf der Karte zu sehen ist, dauert es
            drei bis fünf Tage.
        """),
    ),
    "payout_outage": Text(
        subjects=("Auszahlung nicht möglich", "Fehler beim Auszahlen", "Keine Auszahlung heute"),
        openings=calm("""
            seit heute Morgen bekomme ich beim Auszahlen „Etwas ist schiefgegangen“ (Nummer {error_ref}).
            Liegt das an mir?
            --
            meine automatische Auszahlung kommt sonst immer vor Mittag, heute kam nichts. Muss ich etwas tun
            oder geht sie noch raus?
        """)
        + angry("""
            HEUTE KEIN GELD und kein Wort von Ihnen. {amount} stecken fest. Was soll das?
        """),
        fixes=texts("""
            es liegt nicht an Ihnen: Unser Zahlungspartner hat seit heute Morgen eine Störung, es gehen
            keine Auszahlungen raus. Ihr Guthaben ist sicher. Bitte zahlen Sie nicht noch einmal aus, alles
            Wartende wird automatisch gesendet, sobald es wieder läuft.
            --
            die Störung ist behoben, die wartenden Auszahlungen gehen der Reihe nach raus. Ihre über
            {amount} ist dabei, eine Gebühr fällt dafür nicht an. Entschuldigen Sie bitte, dass wir so spät
            Bescheid gegeben haben.
        """),
    ),
    "milestone_release": Text(
        subjects=(
            "Kunde gibt Meilenstein nicht frei",
            "Wann wird das Geld freigegeben?",
            "Frage zum Treuhandkonto",
        ),
        openings=calm("""
            den letzten Meilenstein von {contract_id} habe ich am {earlier} eingereicht, es geht um
            {amount}. Vom Kunden kommt keine Reaktion. Gibt es eine Frist?
            --
            {other} hat meine Arbeit am {date} abgenommen, das Geld ist aber „in der Sicherheitsfrist“. Was
            heißt das und wie lange dauert sie?
        """),
        fixes=texts("""
            der Kunde hat ab dem Einreichen 14 Tage Zeit. Danach wird automatisch freigegeben; fünf Tage
            später können Sie das Geld auszahlen. Bei diesem Meilenstein rechne ich mit dem {soon}. {other}
            hat von mir eine freundliche Erinnerung bekommen.
        """),
        follow_ups=exchanges("""
            Der Kunde hat gerade freigegeben. Danke fürs Erinnern!
            >>
            Das höre ich gern. Viel Erfolg beim nächsten Projekt!
        """),
    ),
    "refund_request": Text(
        subjects=("Erstattung für {contract_id}", "Arbeit nicht geliefert", "Geld zurück"),
        openings=calm("""
            für „{job}“ habe ich am {date} {amount} freigegeben. Was ich bekommen habe, ist weit weg von
            dem, was vereinbart war. Zweimal habe ich um Änderungen gebeten. Wie bekomme ich das Geld
            zurück?
            --
            {other} antwortet seit {days} Tagen nicht mehr, der Termin war der {date}. Das Geld liegt auf
            dem Treuhandkonto. Wie komme ich da wieder heran?
        """)
        + angry("""
            {amount} für NICHTS. Keine Dateien, keine Antwort, keine Erstattung. Entweder Sie regeln das,
            oder ich lasse die Zahlung über die Bank zurückholen.
        """),
        fixes=texts("""
            ich habe mit {other} gesprochen: Die Hälfte, also {half}, bekommen Sie zurück. Das Geld ist in
            drei bis fünf Werktagen auf Ihrer Karte, und die Dateien dürfen Sie behalten.
            --
            ich habe einen Fall eröffnet, {other} hat bis zum {soon} Zeit zu antworten. Solange ist der
            Betrag eingefroren, und es kann nichts weiter abgerechnet werden. Wenn Sie sich nicht einigen,
            kommt jemand von uns als Vermittlung in dasselbe Gespräch.
        """),
    ),
    "client_not_paying": Text(
        subjects=("Kunde zahlt nicht", "Vertrag pausiert, Stunden offen", "Zahlungsschutz"),
        openings=calm("""
            mein Vertrag {contract_id} ist pausiert, weil die Zahlung des Kunden nicht geklappt hat. {hours}
            Stunden waren da schon gearbeitet. Bekomme ich die bezahlt?
            --
            der Kunde sagt, er habe bezahlt, und zeigt mir einen Beleg über {amount}. Bei mir ist nichts zu
            sehen. Einer von uns muss sich irren.
        """),
        fixes=texts("""
            ich habe {contract_id} geprüft. Ihre Stunden sind mit Notizen erfasst und lagen im Wochenlimit,
            damit gilt der Zahlungsschutz: Harbor zahlt Ihnen {amount} aus, auch wenn der Kunde nicht zahlt.
            Am {soon} ist es in Ihrem Guthaben.
        """),
    ),
    "service_fee": Text(
        subjects=("Frage zur Gebühr", "Warum {fee} Gebühr?", "Servicegebühr"),
        openings=calm("""
            für einen Meilenstein über {amount} habe ich nur {net} bekommen. Können Sie mir zeigen, wie sich
            die {fee} zusammensetzen?
            --
            ich bin neu und schreibe gerade mein erstes Angebot. Wenn ich {rate} pro Stunde verlange, was
            kommt bei mir an?
        """)
        + terse("""
            Brauche Jahresübersicht der Gebühren fürs Finanzamt.
        """),
        fixes=texts("""
            die Gebühr beträgt 10 Prozent von dem, was der Kunde zahlt. In Ihrem Fall: {amount} minus {fee}
            macht {net}. Eine Übersicht für das ganze Jahr finden Sie unter Berichte >
            Einkommensbescheinigung.
        """),
    ),
}
