mod orders;
mod table;
