"""Where role credentials are kept between processes: folders and Redis."""
