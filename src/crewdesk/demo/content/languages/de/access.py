"""German: getting in, getting hours recorded, getting out."""

from ...model import Text, angry, calm, terse
from ...prose import exchanges, texts

TEXTS = {
    "identity_check": Text(
        subjects=("Ausweis abgelehnt", "Identitätsprüfung hängt", "Verifizierung fehlgeschlagen"),
        openings=calm("""
            mein Personalausweis wurde [zum zweiten Mal|gestern] abgelehnt, als Grund steht nur „Dokument
            nicht prüfbar“. Das Bild ist scharf und der Ausweis noch {years} Jahre gültig. Was soll ich
            anders machen?
            --
            seit dem {date} steht meine Prüfung auf „in Bearbeitung“. So lange kann ich keine Angebote
            abgeben. Wie lange dauert das üblicherweise?
        """)
        + angry("""
            viermal hochgeladen, viermal nach zehn Sekunden abgelehnt. Gibt es bei Ihnen einen Menschen, der
            sich eine Plastikkarte anschauen kann?
        """),
        fixes=texts("""
            ich habe den Upload für 48 Stunden neu geöffnet. Am besten klappt es mit der Handykamera, mit
            allen vier Ecken im Bild und ohne Lampe direkt darüber. Dieses Mal sieht es sich ein Mensch an.
            --
            Ihr Dokument lag bei der Handprüfung. Ich habe es mir angesehen, es ist alles in Ordnung, und
            Sie sind freigeschaltet. Es tut mir leid, dass Sie dadurch Zeit verloren haben.
        """),
    ),
    "password_reset": Text(
        subjects=("Anmeldung geht nicht", "Passwort vergessen, keine Mail", "Konto gesperrt"),
        openings=calm("""
            ich habe mein Passwort vergessen und schon [dreimal|mehrmals] einen Link angefordert, es kommt
            aber keine Mail. Im Spam ist auch nichts.
            --
            mein Konto ist nach zu vielen Versuchen gesperrt. Das war ich selbst, neue Tastatur. Können Sie
            es bitte freigeben?
        """)
        + terse("""
            Link ist immer abgelaufen, {browser}, {os}
        """),
        fixes=texts("""
            die Sperre ist aufgehoben und ein neuer Link unterwegs. Er gilt eine Stunde, und nur der neueste
            funktioniert. Der Absender ist no-reply@harbor.example.
            --
            das liegt an einem alten Cookie. Bitte löschen Sie in {browser} die Websitedaten für „harbor“,
            schließen Sie alle Harbor-Fenster und melden Sie sich über den Link aus der Mail an, die ich
            Ihnen gerade geschickt habe.
        """),
    ),
    "two_factor_lost": Text(
        subjects=("Handy verloren, kein Code", "Zweistufige Anmeldung", "Neue Nummer, komme nicht rein"),
        openings=calm("""
            mein Handy wurde am {date} gestohlen, und damit die App für die Codes. Mein Passwort weiß ich,
            aber am zweiten Schritt komme ich nicht vorbei.
            --
            beim Wechsel auf ein neues Handy ({device}) ist die Authenticator-App leer geblieben.
            Wiederherstellungscodes habe ich keine mehr. Was brauchen Sie von mir?
        """),
        fixes=texts("""
            wir müssen sicher sein, dass Sie es sind. Deshalb machen wir einen kurzen Videoanruf mit Ihrem
            Ausweis, das dauert fünf Minuten. Den Link zur Terminwahl habe ich Ihnen eben geschickt. Danach
            schalten wir den zweiten Schritt ab; Auszahlungen ruhen vorsichtshalber 72 Stunden.
        """),
        follow_ups=exchanges("""
            Der Anruf ging schnell, danke. Kann mit dem alten Handy noch jemand hinein?
            >>
            Nein, alle Sitzungen wurden beendet und das alte Gerät entfernt.
        """),
    ),
    "account_closure": Text(
        subjects=("Konto löschen", "Bitte meine Daten löschen", "Konto schließen"),
        openings=calm("""
            ich habe eine feste Stelle gefunden und möchte mein Konto schließen. Danke für {years} gute
            Jahre! Muss ich vorher noch etwas erledigen?
            --
            nach Art. 17 DSGVO bitte ich um die Löschung meiner Daten und um eine schriftliche Bestätigung.
            Vorher hätte ich gern eine Kopie davon.
        """),
        fixes=texts("""
            Ihr Konto ist zur Schließung vorgemerkt. Bitte zahlen Sie vorher Ihr Guthaben von {net} aus und
            laden Sie unter Berichte Ihre Rechnungen herunter. Die Kopie Ihrer Daten und die Bestätigung
            bekommen Sie von unserem Datenschutzteam, meist innerhalb weniger Tage. Rechnungen müssen wir
            wegen der gesetzlichen Fristen aufbewahren, alles andere wird gelöscht.
        """),
    ),
    "tracker_not_recording": Text(
        subjects=("Zeiterfassung zählt nicht", "{few_hours} Stunden fehlen", "Tracker überträgt nichts"),
        openings=calm("""
            ich habe am {date} {few_hours} Stunden mit laufendem Tracker gearbeitet, im Arbeitstagebuch zu
            {contract_id} stehen aber nur {minutes} Minuten. {os}, Version {tracker_version}. Wo ist der
            Rest?
            --
            seit dem Update sind alle Bildschirmfotos schwarz. Mein Kunde hat schon gefragt. Das steht im Log:

            {log}
        """)
        + angry("""
            {few_hours} Stunden Arbeit, weg. Der Tracker war die ganze Zeit grün. Ich arbeite nicht umsonst,
            nur weil Ihr Programm nicht zählen kann.
        """),
        asks=exchanges("""
            bitte öffnen Sie im Tracker Hilfe > Diagnose speichern und hängen Sie die Datei hier an. Und
            bitte noch nicht neu installieren, die fehlende Zeit liegt vielleicht noch auf Ihrem Rechner.
            >>
            Datei hängt an. Ich habe nichts verändert.
            >>
            Hier die letzten Zeilen:

            {log}
        """),
        fixes=texts("""
            Ihre Zeit ist noch da. Der Tracker hat nach dem Ruhezustand nicht mehr übertragen. Ich habe die
            Sperre bei uns gelöst: Bitte beenden Sie ihn ganz, starten Sie ihn neu und lassen Sie ihn zehn
            Minuten online offen.
            --
            nach dem Systemupdate fehlt dem Tracker das Recht, den Bildschirm zu sehen. Bitte entfernen Sie
            ihn in den Einstellungen unter Bildschirmaufnahme und erlauben Sie ihn beim nächsten Start neu.
            Fehlende Stunden können Sie bis Sonntag Mitternacht (UTC) von Hand nachtragen; {other} weiß von
            mir, dass es an uns lag.
        """),
    ),
    "site_error": Text(
        subjects=("Fehler 500", "Seite lädt nicht", "Weiße Seite nach dem Anmelden"),
        openings=calm("""
            seit [heute Morgen|gestern] kommt „Etwas ist schiefgegangen“, wenn ich meine Verträge öffne. Die
            Nummer ist {error_ref}, ich benutze {browser} unter {os}.
            --
            nach dem Anmelden bleibt die Seite weiß. Auf dem Handy geht es. In der Konsole steht:

            {trace}
        """),
        fixes=texts("""
            danke für die Nummer, damit haben wir es sofort gefunden: Eine Änderung von gestern hat die
            Seite für manche Verträge kaputtgemacht. Sie ist zurückgenommen. Bitte laden Sie die Seite
            einmal mit gedrückter Umschalttaste neu.
            --
            das sieht nach einer alten Fassung der Seite im Zwischenspeicher aus. Bitte löschen Sie in
            {browser} die Websitedaten für harbor.example und erlauben Sie unsere Seite im Werbeblocker.
        """),
    ),
    "app_login_bug": Text(
        subjects=("App meldet mich ab", "Anmeldung in der App geht nicht", "Seit dem Update kein Login"),
        openings=calm("""
            seit dem Update komme ich nicht mehr in die App. Sie nimmt das Passwort, zeigt kurz die
            Startseite und wirft mich wieder raus. {device}.
            --
            die App sagt jedes Mal „Sitzung abgelaufen“. Am Rechner geht alles. Liegt das an der neuen
            Version?
        """)
        + angry("""
            wer hat dieses Update freigegeben? Man kommt nicht mehr REIN. Ich habe Kunden, die auf Antwort
            warten!
        """),
        fixes=texts("""
            es liegt an der neuen Version, auf vielen Handys behält sie die Anmeldung nicht. Wir haben sie
            zurückgezogen. Bis die korrigierte im Store ist, geht alles im Browser des Handys. Das Passwort
            müssen Sie nicht ändern.
            --
            die korrigierte Version ist da. Bitte aktualisieren Sie die App und melden Sie sich noch einmal
            an, dann bleibt es dabei. Entschuldigen Sie bitte den Ärger.
        """),
    ),
}
