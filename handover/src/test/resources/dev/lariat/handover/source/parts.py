# ==== first ====
a = $A

# ==== second part ====
    b = 1
