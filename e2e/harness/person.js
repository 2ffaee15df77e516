// The first administrator, by hand and by keyboard.

export const ADMIN = {
  name: 'Ada Admin',
  email: 'ada@example.com',
  password: 'correct horse battery',
};

/** Variables that create the administrator at start, for journeys that begin later in life. */
export const WITH_ADMIN = {
  OUTDIAL_ADMIN_EMAIL: ADMIN.email,
  OUTDIAL_ADMIN_PASSWORD: ADMIN.password,
};

/** Follows the set-up link and becomes administrator. */
export async function setUp(page, link) {
  await page.goto(link);
  await page.getByLabel('Your name').fill(ADMIN.name);
  await page.getByLabel('E-mail').fill(ADMIN.email);
  await page.getByLabel('Password', { exact: true }).fill(ADMIN.password);
  await page.getByRole('button', { name: 'Create administrator' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
}

/** Signs in on the sign-in page as the administrator. */
export async function signIn(page) {
  await signInAs(page, ADMIN);
}

/** Signs in on the sign-in page. */
export async function signInAs(page, { email, password }) {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Pages' }).waitFor();
}

/** Signs out through the account menu. */
export async function signOut(page) {
  await page.getByRole('button', { name: /account menu/ }).click();
  await page.getByRole('menuitem', { name: 'Sign out' }).click();
  await page.getByRole('heading', { name: 'Sign in' }).waitFor();
}
