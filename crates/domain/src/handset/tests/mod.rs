mod diagram;
mod table;
