//! The words of each kind of mail, and whether it is sent.

use outdial_domain::Timestamp;
use outdial_domain::mail::{MailKind, MailRule, MailTemplate};

use super::Mails;
use crate::StoreError;
use crate::db::params;

/// What somebody chose for a kind of mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailTemplateRow {
    /// The words; absent for those that come with the program.
    pub template: Option<MailTemplate>,
    /// Whether and when it is sent.
    pub rule: MailRule,
    /// When it was chosen.
    pub changed_at: Timestamp,
}

impl Mails<'_, '_> {
    /// What somebody chose for a kind of mail, if anybody did.
    ///
    /// # Errors
    /// What the database said.
    pub fn template(&mut self, kind: MailKind) -> Result<Option<MailTemplateRow>, StoreError> {
        let sql =
            "SELECT template, rule, changed_at FROM mail_templates WHERE workspace_id = $1 AND kind = $2";
        self.tx
            .query_one(sql, params![kind.as_str()])?
            .map(|mut row| {
                Ok(MailTemplateRow {
                    template: row.opt_json("mail template")?,
                    rule: row.json("mail rule")?,
                    changed_at: row.time()?,
                })
            })
            .transpose()
    }

    /// Chooses for a kind of mail.
    ///
    /// # Errors
    /// What the database said.
    pub fn put_template(&mut self, kind: MailKind, row: &MailTemplateRow) -> Result<(), StoreError> {
        let corrupt = |why: serde_json::Error| StoreError::corrupt("mail template", &why);
        let template = row
            .template
            .as_ref()
            .map(serde_json::to_string)
            .transpose()
            .map_err(corrupt)?;
        let rule = serde_json::to_string(&row.rule).map_err(corrupt)?;
        self.tx.execute(
            "INSERT INTO mail_templates (workspace_id, kind, template, rule, changed_at) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (workspace_id, kind) DO UPDATE SET template = excluded.template, rule = excluded.rule,
               changed_at = excluded.changed_at",
            params![kind.as_str(), template.as_ref(), &rule, row.changed_at],
        )?;
        Ok(())
    }
}
