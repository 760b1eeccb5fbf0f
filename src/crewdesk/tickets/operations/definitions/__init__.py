"""What an admin defines: fields, forms and statuses of the desk's own."""
