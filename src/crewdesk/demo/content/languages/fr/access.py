"""French: getting in, getting hours recorded, getting out."""

from ...model import Text, angry, calm, terse
from ...prose import exchanges, texts

TEXTS = {
    "identity_check": Text(
        subjects=(
            "Pièce d'identité refusée",
            "Vérification d'identité",
            "Vérification en cours depuis {days} jours",
        ),
        openings=calm("""
            Ma pièce d'identité a été refusée [deux fois|hier] et le message dit seulement « document non
            vérifiable ». La photo est nette et la carte est valable. Que faire autrement ?
            --
            Ma vérification est « en cours » depuis le {date}. En attendant je ne peux pas envoyer de
            propositions. Combien de temps cela prend-il ?
        """)
        + angry("""
            Quatre envois, quatre refus en dix secondes par un robot. Y a-t-il quelqu'un chez vous qui
            puisse regarder une carte ?
        """),
        fixes=texts("""
            J'ai rouvert l'envoi pour 48 heures. Le mieux est d'utiliser l'appareil photo du téléphone, avec
            les quatre coins dans l'image et sans lampe au-dessus. Cette fois, une personne regardera.
            --
            Votre document attendait un contrôle manuel. Je viens de le faire : tout est en ordre et votre
            compte est vérifié. Je regrette les jours perdus.
        """),
    ),
    "password_reset": Text(
        subjects=("Connexion impossible", "Mot de passe oublié, pas de mail", "Compte bloqué"),
        openings=calm("""
            J'ai oublié mon mot de passe et demandé le lien [trois|plusieurs] fois, mais le mail n'arrive
            pas. Rien dans les indésirables non plus.
            --
            Mon compte est bloqué après trop d'essais. C'était moi, avec un nouveau clavier. Pouvez-vous le
            débloquer ?
        """)
        + terse("""
            lien toujours expiré, {browser}
        """),
        fixes=texts("""
            J'ai levé le blocage et envoyé un nouveau lien. Il est valable une heure et seul le dernier
            fonctionne. L'expéditeur est no-reply@harbor.example.
            --
            C'est un vieux cookie. Effacez dans {browser} les données du site « harbor », fermez tous les
            onglets et connectez-vous par le lien que je viens d'envoyer.
        """),
    ),
    "two_factor_lost": Text(
        subjects=("Téléphone perdu", "Je ne reçois pas le code", "Double authentification"),
        openings=calm("""
            On m'a volé mon téléphone le {date}, et avec lui l'application des codes. Je connais mon mot de
            passe mais je ne passe pas la deuxième étape. De quoi avez-vous besoin ?
            --
            J'ai changé de numéro en oubliant que les codes arrivent sur l'ancien. Je n'ai plus les codes de
            secours.
        """),
        fixes=texts("""
            Nous devons être sûrs que c'est bien vous : nous faisons donc un court appel vidéo, pièce
            d'identité en main. Cinq minutes suffisent, je viens de vous envoyer le lien pour choisir
            l'heure. Ensuite nous retirons la deuxième étape ; par précaution les retraits sont suspendus 72
            heures.
        """),
    ),
    "account_closure": Text(
        subjects=("Fermer mon compte", "Supprimer mes données", "Clôture du compte"),
        openings=calm("""
            J'ai trouvé un emploi fixe et je souhaite fermer mon compte. Merci pour ces {years} belles
            années ! Y a-t-il quelque chose à faire avant ?
            --
            En application du RGPD, je demande l'effacement de mes données et une confirmation écrite. Merci
            de m'en envoyer d'abord une copie.
        """),
        fixes=texts("""
            Il reste {net} sur votre solde : retirez-les et téléchargez vos factures dans Rapports avant la
            clôture, que j'ai préparée. La copie de vos données et la confirmation vous parviendront de
            notre équipe chargée de la vie privée. La loi nous oblige à garder les factures, le reste sera
            effacé.
        """),
    ),
    "tracker_not_recording": Text(
        subjects=(
            "Heures manquantes sur {contract_id}",
            "Le suivi du temps ne compte pas",
            "{few_hours} heures perdues",
        ),
        openings=calm("""
            Le {date} j'ai travaillé {few_hours} heures avec le suivi allumé, et le journal de {contract_id}
            n'affiche que {minutes} minutes. {os}, version {tracker_version}. Peut-on récupérer le reste ?
            --
            Coupure d'internet chez moi ; j'ai continué parce que l'aide dit que tout est envoyé ensuite.
            Deux jours après, toujours rien :

            {log}
        """)
        + angry("""
            {few_hours} heures de travail perdues alors que tout était au vert. Je ne travaille pas
            gratuitement parce que votre logiciel ne sait pas compter.
        """),
        asks=exchanges("""
            Dans l'application, ouvrez Aide > Enregistrer le diagnostic et joignez le fichier ici. Surtout
            ne la réinstallez pas encore, le temps manquant est peut-être sur votre ordinateur.
            >>
            Voici le fichier. Je n'ai touché à rien.
        """),
        fixes=texts("""
            Votre temps est toujours là. L'envoi s'est arrêté à la sortie de veille. J'ai levé le blocage :
            quittez complètement l'application, relancez-la avec une connexion et laissez-la dix minutes.
            --
            La copie locale n'existe plus, mais personne ne vous demande de travailler pour rien : ajoutez
            les {few_hours} heures en temps manuel avant dimanche minuit (UTC). J'ai prévenu {other} que la
            panne venait de chez nous.
        """),
    ),
    "site_error": Text(
        subjects=("Erreur 500", "La page ne s'affiche pas", "Page blanche"),
        openings=calm("""
            Depuis [hier|ce matin] j'ai « une erreur est survenue » en ouvrant mes contrats. La référence
            est {error_ref}. J'utilise {browser} sous {os}.
            --
            Après la connexion la page reste blanche. Sur le téléphone tout va bien. Dans la console :

            {trace}
        """),
        fixes=texts("""
            Merci pour la référence, elle nous a menés droit au but : une modification d'hier cassait la
            page pour certains contrats. Elle a été annulée. Rechargez en maintenant la touche Maj.
            --
            Cela ressemble à une ancienne version de la page gardée par le navigateur. Effacez les données
            de harbor.example dans {browser} et autorisez notre site dans le bloqueur de publicité.
        """),
    ),
    "app_login_bug": Text(
        subjects=(
            "L'appli me déconnecte",
            "Connexion impossible dans l'appli",
            "Plus de connexion depuis la mise à jour",
        ),
        openings=calm("""
            Depuis la mise à jour je n'arrive plus à entrer dans l'appli. Elle accepte le mot de passe,
            montre l'accueil une seconde et me renvoie. {device}.
            --
            L'appli dit « session expirée » à chaque ouverture. Sur l'ordinateur tout va bien. C'est la
            nouvelle version ?
        """)
        + angry("""
            Qui a validé cette mise à jour ? Plus personne n'ENTRE. J'ai des clients qui attendent.
        """),
        fixes=texts("""
            C'est la nouvelle version : sur beaucoup de téléphones elle ne garde pas la connexion. Nous
            l'avons retirée, la version corrigée arrive. D'ici là, harbor.example fonctionne dans le
            navigateur du téléphone. Inutile de changer de mot de passe.
            --
            La version corrigée est disponible. Mettez l'appli à jour et connectez-vous encore une fois.
            Avec toutes nos excuses.
        """),
    ),
}
