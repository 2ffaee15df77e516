//! Which column holds what, told by the words people put above them.

use super::objection::is_objection;

/// Where things are in a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Columns {
    /// How many there are.
    pub width: usize,
    /// Columns with phone numbers, the preferred one first.
    pub phones: Vec<usize>,
    /// The person: one column, or given name and family name.
    pub names: Vec<usize>,
    pub company: Option<usize>,
    pub message: Option<usize>,
    /// A column that marks people who must not be called.
    pub objection: Option<usize>,
}

/// The columns under these headings, if one of them promises phone numbers.
pub(super) fn from_headings(cells: &[String]) -> Option<Columns> {
    let words: Vec<String> = cells.iter().map(|cell| simplify(cell)).collect();
    let ranked = |synonyms| ranked(&words, synonyms);
    let phones = ranked(PHONE);
    if phones.is_empty() {
        return None;
    }
    Some(Columns {
        width: cells.len(),
        phones,
        names: match ranked(NAME).first() {
            Some(&column) => vec![column],
            None => ranked(GIVEN_NAME)
                .into_iter()
                .take(1)
                .chain(ranked(FAMILY_NAME).into_iter().take(1))
                .collect(),
        },
        company: ranked(COMPANY).first().copied(),
        message: ranked(MESSAGE).first().copied(),
        objection: cells.iter().position(|cell| is_objection(cell)),
    })
}

/// The columns whose simplified heading is one of the synonyms, the best synonym first.
pub(super) fn ranked(words: &[String], synonyms: &[&str]) -> Vec<usize> {
    let mut found: Vec<(usize, usize)> = words
        .iter()
        .enumerate()
        .filter_map(|(column, word)| {
            let rank = synonyms.iter().position(|synonym| synonym == word)?;
            Some((rank, column))
        })
        .collect();
    found.sort_unstable();
    found.into_iter().map(|(_, column)| column).collect()
}

/// Lower case, words separated by single spaces: `Phone_Number.` is `phone number`.
pub(super) fn simplify(heading: &str) -> String {
    let mut words = String::with_capacity(heading.len());
    for character in heading.chars() {
        if character.is_alphanumeric() {
            words.extend(character.to_lowercase());
        } else if !words.ends_with(' ') {
            words.push(' ');
        }
    }
    words.trim().to_owned()
}

/// Best first: a table with `phone` and `number` keeps phones under the former.
pub(super) const PHONE: &[&str] = &[
    "phone",
    "phone number",
    "phonenumber",
    "phone no",
    "phone 1",
    "phone1",
    "primary phone",
    "mobile",
    "mobile phone",
    "mobile number",
    "mobile no",
    "mobilephone",
    "cell",
    "cell phone",
    "cellphone",
    "cell number",
    "direct phone",
    "direct dial",
    "work phone",
    "business phone",
    "company phone",
    "home phone",
    "tel",
    "tel no",
    "tel number",
    "telephone",
    "telephone number",
    "telephone no",
    "contact number",
    "contact phone",
    "contact no",
    "phone e164",
    "e164",
    "e 164",
    "msisdn",
    "telefon",
    "telefonnummer",
    "telefonnr",
    "telefon nr",
    "rufnummer",
    "handy",
    "handynummer",
    "mobil",
    "mobilnummer",
    "mobiltelefon",
    "téléphone",
    "numéro de téléphone",
    "portable",
    "teléfono",
    "telefono",
    "número de teléfono",
    "móvil",
    "movil",
    "celular",
    "cellulare",
    "telefone",
    "telefoon",
    "phone 2",
    "phone2",
    "to number",
    "to",
    "numéro",
    "número",
    "numero",
    "nummer",
    "number",
    "numbers",
];
pub(super) const NAME: &[&str] = &[
    "name",
    "full name",
    "fullname",
    "contact name",
    "contact",
    "person",
    "lead name",
    "lead",
    "customer name",
    "customer",
    "client name",
    "client",
    "contact person",
    "contact full name",
    "person name",
    "prospect",
    "prospect name",
    "decision maker",
    "owner",
    "owner name",
    "ansprechpartner",
    "vollständiger name",
    "nombre completo",
    "nome completo",
    "nom complet",
    "nom",
    "nombre",
    "nome",
    "naam",
];
pub(super) const GIVEN_NAME: &[&str] = &[
    "first name",
    "firstname",
    "given name",
    "vorname",
    "prénom",
    "prenom",
];
pub(super) const FAMILY_NAME: &[&str] = &[
    "last name",
    "lastname",
    "surname",
    "family name",
    "nachname",
    "apellido",
    "apellidos",
];
pub(super) const COMPANY: &[&str] = &[
    "company",
    "company name",
    "companyname",
    "business",
    "business name",
    "organization",
    "organisation",
    "organization name",
    "organisation name",
    "account name",
    "account",
    "employer",
    "company or organization",
    "store",
    "store name",
    "shop",
    "firm",
    "firma",
    "firmenname",
    "unternehmen",
    "société",
    "entreprise",
    "empresa",
    "azienda",
];
const MESSAGE: &[&str] = &[
    "message",
    "message text",
    "msg",
    "say",
    "text",
    "script",
    "speech",
    "nachricht",
    "mensaje",
    "mensagem",
    "messaggio",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn columns(headings: &str) -> Option<Columns> {
        from_headings(&headings.split('|').map(str::to_owned).collect::<Vec<_>>())
    }

    #[test]
    fn headings_are_found_however_they_are_written() {
        for heading in [
            "phone",
            " Phone ",
            "PHONE_NUMBER",
            "Phone-Number",
            "Tel.",
            "Mobile",
            "Téléphone",
            "number",
        ] {
            let found = columns(&format!("Name|{heading}|Notes"));
            assert_eq!(found.map(|columns| columns.phones), Some(vec![1]), "{heading}");
        }
    }

    #[test]
    fn the_clearest_heading_is_preferred() {
        let found =
            columns("number|mobile|phone|company|first name|last name|say").expect("it has a phone column");
        assert_eq!(found.phones, [2, 1, 0]);
        assert_eq!(found.names, [4, 5]);
        assert_eq!((found.company, found.message), (Some(3), Some(6)));
    }

    #[test]
    fn headings_without_a_phone_are_no_header() {
        assert_eq!(columns("name|email|notes"), None);
        assert_eq!(columns("account number|phone type"), None);
    }
}
