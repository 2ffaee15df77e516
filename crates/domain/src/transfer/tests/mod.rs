mod cases;
mod diagram;
mod orders;
mod table;
