"""French: pay, contracts and what they cost."""

from ...model import Text, angry, calm, terse
from ...prose import exchanges, marked, texts

TEXTS = {
    "withdrawal_pending": Text(
        subjects=("Retrait en attente", "Virement non reçu", "Retrait {payment_ref}", "Où est mon argent ?"),
        openings=calm("""
            J'ai demandé un retrait de {amount} le {date} vers mon compte chez {bank} et [il est toujours «
            en attente »|rien n'est arrivé]. D'habitude cela prend deux jours. Pouvez-vous vérifier ?
            --
            C'est mon premier retrait, je m'inquiète peut-être pour rien. Chez vous c'est « envoyé », à la
            banque il n'y a rien. Combien de temps faut-il compter ?
            --
            Ma banque me demande une référence pour retrouver les {amount}. La seule que je vois est
            {payment_ref}. Est-ce la bonne ?
        """)
        + angry("""
            {days} jours que j'attends {amount}. Le travail est fait, le client a payé, vous avez pris votre
            commission, et mon argent est introuvable. Je voudrais la réponse d'une vraie personne.
        """)
        + terse("""
            retrait {payment_ref}, {amount}, pas reçu. merci de vérifier
        """),
        extras=marked("""
            Je n'ai rien changé à mes coordonnées bancaires.
            --
            Je joins une capture d'écran.
        """),
        asks=exchanges("""
            Je vois que {amount} sont partis de votre solde le {date}. Pouvez-vous me confirmer les quatre
            derniers chiffres du compte, et me dire si la banque vous a signalé un blocage ?
            >>
            Il se termine par {card}. La banque ne m'a rien signalé.
            >>
            {card}. Ils disent qu'avec un numéro de suivi ils peuvent chercher.
        """),
        fixes=texts("""
            J'ai vérifié le retrait {payment_ref} : il est parti le {date} et {bank} l'a accepté. À partir
            de là il faut compter jusqu'à quatre jours ouvrés, donc le {soon} au plus tard. Sinon,
            répondez-moi et je lance une recherche auprès de la banque.
            --
            Bonne nouvelle : le paiement était en contrôle de routine chez notre partenaire, il a été libéré
            aujourd'hui. Votre compte n'a aucun problème et vous n'avez rien à faire. Les {amount} devraient
            arriver vers le {soon}.
        """),
        follow_ups=exchanges("""
            Merci. Existe-t-il un moyen plus rapide pour la prochaine fois ?
            >>
            Oui, le versement instantané sur carte, qui prend en général moins d'une demi-heure. Il s'ajoute
            dans Paramètres > Versements.
        """),
    ),
    "withdrawal_failed": Text(
        subjects=("Retrait refusé", "Virement retourné par la banque", "Échec du retrait {payment_ref}"),
        openings=calm("""
            J'ai reçu un message disant que mon retrait de {amount} a été « retourné par la banque ». C'est
            pourtant le même compte que d'habitude. Que dois-je modifier ?
            --
            J'ai changé de banque et enregistré le nouvel IBAN le {date}. Depuis, chaque retrait échoue.
            J'ai relu les chiffres plusieurs fois.
        """)
        + terse("""
            retrait refusé, quel motif ?
        """),
        fixes=texts("""
            La banque n'a pas reconnu le nom : il doit être écrit exactement comme sur votre relevé, avec
            tous les prénoms. J'ai débloqué vos coordonnées pour que vous puissiez les corriger sans délai,
            et remboursé les frais.
            --
            Il manque un chiffre au numéro de compte, l'ancien formulaire le laissait passer. Les {amount}
            sont revenus sur votre solde. Ajoutez le compte avec l'IBAN complet et cela fonctionnera.
        """),
    ),
    "card_declined": Text(
        subjects=("Carte refusée", "Paiement impossible pour {contract_id}", "Contrat suspendu"),
        openings=calm("""
            Notre carte d'entreprise finissant par {card} a été refusée le {date} pour {amount}. Elle
            fonctionne partout ailleurs. Que voyez-vous de votre côté ?
            --
            Le contrat {contract_id} est en pause à cause d'un problème de paiement, en pleine livraison
            pour {other}. J'ai ajouté une autre carte mais je ne trouve pas où relancer le paiement.
        """)
        + angry("""
            {years} ans que nous payons par votre site, et notre carte est tout à coup « refusée ». La
            banque confirme l'autorisation. Merci de régler cela.
        """),
        asks=exchanges("""
            La banque nous a seulement répondu « refus ». Pouvez-vous lui demander si les paiements en ligne
            à l'étranger sont activés pour cette carte ?
            >>
            Ils ne l'étaient pas. C'est fait maintenant.
        """),
        fixes=texts("""
            J'ai relancé le paiement de {amount} et cette fois il est passé. Le contrat {contract_id} est
            actif et rien n'a été débité deux fois.
            --
            Dans Paramètres > Moyens de paiement, choisissez la nouvelle carte comme principale, puis
            cliquez sur « Payer maintenant » dans l'avis rouge. En attendant, j'ai rouvert vos contrats
            jusqu'au {soon} pour que personne ne soit bloqué.
        """),
    ),
    "double_charge": Text(
        subjects=(
            "Double prélèvement",
            "Débité deux fois {invoice_id}",
            "Remboursement du deuxième paiement",
        ),
        openings=calm("""
            Sur notre relevé du {date} il y a deux débits de {amount}, mais une seule facture
            ({invoice_id}). Merci d'en rembourser un.
            --
            La page s'est bloquée au moment de payer et j'ai cliqué une deuxième fois. Résultat : {amount}
            deux fois sur la carte. Comment faire ?
        """)
        + terse("""
            2 x {amount} le {date} au lieu d'un
        """),
        fixes=texts("""
            Un seul des deux est un vrai débit. L'autre est une autorisation que votre banque a gardée après
            l'échec de la première tentative ; elle disparaît toute seule, en général avant le {soon}.
            --
            Vous avez raison, nous avons pris {amount} deux fois, et je vous présente nos excuses. Je viens
            de rembourser le second paiement, référence {payment_ref}. Comptez trois à cinq jours.
        """),
    ),
    "payout_outage": Text(
        subjects=("Retrait impossible", "Erreur de retrait aujourd'hui", "Pas de versement aujourd'hui"),
        openings=calm("""
            Depuis ce matin j'ai « une erreur est survenue » quand je veux retirer {amount} (réf.
            {error_ref}). Est-ce seulement chez moi ?
            --
            Mon versement automatique arrive toujours avant midi, et aujourd'hui rien. Dois-je faire quelque
            chose ou part-il tout seul ?
        """)
        + angry("""
            AUCUN VERSEMENT aujourd'hui et pas un mot de votre part. Il y a des gens qui en vivent. Que se
            passe-t-il ?
        """),
        fixes=texts("""
            Cela ne vient pas de vous : notre partenaire de paiement est en panne depuis ce matin et aucun
            retrait ne part. Votre argent est en sécurité. Ne refaites pas de demande, tout partira
            automatiquement dès le retour à la normale.
            --
            La panne est terminée et les retraits partent dans l'ordre. Le vôtre, de {amount}, est dans le
            prochain envoi, sans frais. Toutes nos excuses pour l'attente et pour l'annonce tardive.
        """),
    ),
    "milestone_release": Text(
        subjects=(
            "Le client ne libère pas le paiement",
            "Étape livrée sans réponse",
            "Quand l'argent est-il versé ?",
        ),
        openings=calm("""
            J'ai livré la dernière étape de {contract_id} le {earlier} et le client ne répond pas. Il s'agit
            de {amount}. A-t-il un délai ?
            --
            {other} a validé mon travail le {date}, mais l'argent est « en période de sécurité ». Combien de
            temps dure-t-elle ?
        """),
        fixes=texts("""
            Le client a 14 jours à partir de la livraison ; ensuite le paiement est libéré automatiquement,
            et vous pouvez le retirer cinq jours plus tard. Ici je compte sur le {soon}. J'ai envoyé un
            rappel aimable à {other}.
        """),
        follow_ups=exchanges("""
            C'est libéré ! Merci pour le rappel.
            >>
            Voilà une bonne nouvelle. Bonne chance pour la suite !
        """),
    ),
    "refund_request": Text(
        subjects=("Remboursement du contrat {contract_id}", "Travail non livré", "Demande de remboursement"),
        openings=calm("""
            J'ai engagé {other} pour « {job} » et versé {amount} le {date}. Le résultat est loin de ce qui
            était convenu, malgré deux demandes de correction. Comment être remboursé ?
            --
            {other} ne répond plus depuis {days} jours, et la livraison était prévue le {date}. L'argent est
            sous séquestre. Comment le récupérer ?
        """)
        + angry("""
            {amount} pour RIEN. Pas de fichiers, pas de réponse. Soit vous me remboursez, soit je conteste
            auprès de ma banque.
        """),
        fixes=texts("""
            J'ai parlé avec {other}, qui accepte de rendre la moitié, soit {half}. Vous la verrez sur votre
            carte sous trois à cinq jours ouvrés, et les fichiers restent à vous.
            --
            J'ai ouvert un dossier et {other} a jusqu'au {soon} pour répondre. D'ici là la somme est
            bloquée. Sans accord, une personne de notre équipe viendra en médiation dans la même
            conversation.
        """),
    ),
    "client_not_paying": Text(
        subjects=("Le client ne paie pas", "Contrat suspendu, heures impayées", "Protection des paiements"),
        openings=calm("""
            Mon contrat {contract_id} a été suspendu parce que le paiement du client a échoué. J'avais déjà
            fait {hours} heures dans la semaine. Seront-elles payées ?
            --
            Le client affirme avoir payé et me montre un reçu de {amount}. De mon côté, rien. L'un de nous
            doit se tromper.
        """),
        fixes=texts("""
            J'ai vérifié {contract_id} : vos heures sont enregistrées avec des notes et dans la limite,
            elles sont donc protégées. Harbor vous verse les {amount} même si le client ne paie pas ; ils
            seront sur votre solde le {soon}.
        """),
    ),
    "service_fee": Text(
        subjects=("Question sur la commission", "Pourquoi {fee} de frais ?", "Combien prend Harbor ?"),
        openings=calm("""
            Pour une étape de {amount} j'ai reçu {net}. Pouvez-vous m'expliquer le calcul des {fee} ?
            --
            Je débute et je prépare ma première proposition. Si je demande {rate} de l'heure, combien
            vais-je recevoir ?
        """),
        fixes=texts("""
            C'est 10 % de ce que paie le client. Avec vos chiffres : {amount} moins {fee} font {net}. Vous
            trouverez un récapitulatif de l'année dans Rapports > Attestation de revenus.
        """),
    ),
}
