mod states;
mod validation;
