//! There is always somebody who can let others in.

use outdial_store::{Role, StoreError, Tx, UserRow};

/// Whether `user` is the only administrator who can sign in.
pub fn is_last_admin(tx: &mut Tx<'_>, user: &UserRow) -> Result<bool, StoreError> {
    if user.role != Role::Admin || user.disabled {
        return Ok(false);
    }
    Ok(tx.users().active_admins()? <= 1)
}
