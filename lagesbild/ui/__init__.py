"""The only room of the package that knows Streamlit."""
